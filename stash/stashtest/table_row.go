package stashtest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// keptTable is a table of any kind of value, as the keeper sees it.
type keptTable interface {
	title() string
	restore(number uint64, data []byte) error
	keepIn(k *keeper)
}

func (t *table[V]) title() string { return t.name }

func (t *table[V]) keepIn(k *keeper) { t.keeper = k }

// encode writes a row as it is kept: its value as JSON, which has no line break in it, and its key in a second line.
// Keys stand there as they are, because JSON cannot hold those of players whose ids are not UTF-8.
func (r *row[V]) encode() ([]byte, error) {
	data, err := json.Marshal(r.value)
	if err != nil {
		return nil, err
	}
	return append(append(data, '\n'), r.key...), nil
}

// restore reads a row that encode has written.
func (t *table[V]) restore(number uint64, data []byte) error {
	value, key, ok := bytes.Cut(data, []byte{'\n'})
	if !ok {
		return fmt.Errorf("row %d of the %s has no key", number, t.name)
	}
	r := &row[V]{number: number, key: string(key)}
	if err := json.Unmarshal(value, &r.value); err != nil {
		return fmt.Errorf("row %d of the %s: %w", number, t.name, err)
	}
	t.insert(r)
	return nil
}
