package desk

// Problem is the page for a missing page or a refused request.
type Problem struct {
	Shop    string
	Heading string
	Text    string // says what happened and what to do

	Link, LinkText string // where to go on; empty for nowhere
}

func (p Problem) page() look { return look{file: "problem", title: p.Heading, shop: p.Shop} }
