package money

import "testing"

func TestAmountsAreExact(t *testing.T) {
	for _, tt := range []struct {
		price, currency   string
		wrong             bool
		minor, shown      string
		cents             int64
		centsCannotBeTold bool
	}{
		{"4.99", "usd", false, "499", "4.99 USD", 499, false},
		{"5", "JPY", false, "5", "5 JPY", 5, false},
		{"0.001", "USD", true, "0", "0.001 USD", 0, true},
		{"1.234", "KWD", false, "1234", "1.234 KWD", 1234, false},
		{"0.1", "USD", false, "10", "0.10 USD", 10, false},
		{"1e3", "USD", true, "1e3", "1000.00 USD", 0, true},
		{"", "USD", true, "", " USD", 0, true},
		{"99999999999999999999", "USD", false, "9999999999999999999900", "99999999999999999999.00 USD", 0, true},
	} {
		if err := Check(tt.price, tt.currency); (err != nil) != tt.wrong {
			t.Errorf("Check(%q, %s) gives %v", tt.price, tt.currency, err)
		}
		if got := MinorUnits(tt.price, tt.currency); got != tt.minor {
			t.Errorf("MinorUnits(%q, %s) is %q, want %q", tt.price, tt.currency, got, tt.minor)
		}
		if got := Show(tt.price, tt.currency); got != tt.shown {
			t.Errorf("Show(%q, %s) is %q, want %q", tt.price, tt.currency, got, tt.shown)
		}
		if got, err := Cents(tt.price, Decimals(tt.currency)); got != tt.cents || (err != nil) != tt.centsCannotBeTold {
			t.Errorf("Cents(%q, %s) is %d, %v, want %d", tt.price, tt.currency, got, err, tt.cents)
		}
	}
}

func TestConversionRoundsHalvesUp(t *testing.T) {
	for code, want := range map[string]int64{"US": 1, "JP": 2, "KW": 3, "DE": 1} {
		country := Countries[code]
		if got, fits := country.Convert(1); got != want || !fits {
			t.Errorf("one cent is %d in %s, want %d", got, code, want)
		}
	}
	japan := Countries["JP"]
	if _, fits := japan.Convert(1 << 62); fits {
		t.Error("an amount that is too large fits")
	}
}
