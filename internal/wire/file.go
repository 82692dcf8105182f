package wire

// File is a file in a multipart body.
type File struct {
	Name string // of the file; the property's name by default
	Type string // media type; application/octet-stream by default
	Data []byte
}

// CheckFile refuses a required file that is not set. An empty one has data of length 0 that is not nil.
func CheckFile(field string, value File, required bool) error {
	if value.Data == nil && (required || value.Name != "" || value.Type != "") {
		return &Problem{field, "has no Data; it must be set"}
	}
	return nil
}
