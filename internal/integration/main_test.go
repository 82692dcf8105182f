package integration

import (
	"os"
	"testing"
)

// TestMain lets the test's own binary be the process that is killed.
func TestMain(m *testing.M) {
	if dsn := os.Getenv("STASH_RECEIVER_DSN"); dsn != "" {
		receiver(os.Getenv("STASH_RECEIVER_DRIVER"), dsn)
		return
	}
	os.Exit(m.Run())
}
