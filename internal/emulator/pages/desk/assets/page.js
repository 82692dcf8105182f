// Nothing on these pages needs this script. It tells an app around the page what has happened, by the names that
// Stash's native samples listen for, and closes a window that a script has opened.
const { result, order } = document.querySelector("main").dataset;
const app = window.stash_sdk;

switch (result) {
  case "paid":
    app?.onPaymentSuccess?.({ orderId: order });
    break;
  case "declined":
    app?.onPaymentFailure?.({ errorCode: "DECLINED", message: "The payment was declined." });
    break;
  case "closed":
    window.close();
    break;
}
