package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// channel returns how a player wants to pay; asked is false while the player has not said so.
func (b *backend) channel(ctx context.Context, player string) (channel stash.PaymentChannel, asked bool, err error) {
	preferences, err := b.stash.GetUserPreferences(ctx, player)
	if errors.Is(err, stash.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err // Stash cannot be reached: fall back to the app store, and do not ask again
	}
	switch preferences.PaymentChannel {
	case stash.PaymentChannelStashPay, stash.PaymentChannelNativeIAP:
		return preferences.PaymentChannel, true, nil
	}
	return "", false, nil
}

func (b *backend) choose(ctx context.Context, player string, channel stash.PaymentChannel) error {
	_, err := b.stash.SetUserPreferences(ctx, player, stash.SetUserPreferencesRequest{PaymentChannel: channel})
	return err
}

// A player is asked, and chooses.
func Example_channelChoice() {
	srv, b := start()
	defer srv.Close()
	ctx := context.Background()

	fmt.Println(b.channel(ctx, "player-1001"))
	check(b.choose(ctx, "player-1001", stash.PaymentChannelStashPay))
	fmt.Println(b.channel(ctx, "player-1001"))
	// Output:
	//  false <nil>
	// STASH_PAY true <nil>
}
