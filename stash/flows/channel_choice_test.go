package flows_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/stash"
)

// channel returns how a player wants to pay. If asked is false, the player has not chosen yet.
func (b *backend) channel(ctx context.Context, player string) (channel stash.PaymentChannel, asked bool, err error) {
	preferences, err := b.stash.GetUserPreferences(ctx, player)
	if errors.Is(err, stash.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err // Stash gave no answer: use the app store this time, and do not ask the player
	}
	return preferences.PaymentChannel, known(preferences.PaymentChannel), nil
}

// known reports whether this backend can use a channel. Stash may add channels later.
func known(channel stash.PaymentChannel) bool {
	return channel == stash.PaymentChannelStashPay || channel == stash.PaymentChannelNativeIAP
}

// choose stores the player's choice at Stash.
func (b *backend) choose(ctx context.Context, player string, channel stash.PaymentChannel) error {
	_, err := b.stash.SetUserPreferences(ctx, player, stash.SetUserPreferencesRequest{PaymentChannel: channel})
	return err
}

// The player has not chosen yet, then chooses.
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
