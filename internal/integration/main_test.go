package integration

import (
	"os"
	"testing"
)

// TestMain makes the test's binary a receiver when its environment says so: tests start it again to kill it.
func TestMain(m *testing.M) {
	if dsn := os.Getenv("STASH_RECEIVER_DSN"); dsn != "" {
		receiver(os.Getenv("STASH_RECEIVER_DRIVER"), dsn)
		return
	}
	os.Exit(m.Run())
}
