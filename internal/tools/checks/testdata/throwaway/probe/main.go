// Command probe calls operations that were added to the document and to nothing else. It is compiled in a copy of
// the repository that was generated anew.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/stash-sdk/stash-go/stash"
)

func main() {
	ctx := context.Background()
	for _, check := range []func(context.Context) error{emulated, oddValues} {
		if err := check(ctx); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	fmt.Println("ok")
}

// Both enums have this value, and the older one's constant must keep its name.
var _ = []any{stash.UserPlatformAndroid, stash.ThrowAwayKindAndroid}

func ptr[T any](value T) *T { return &value }
