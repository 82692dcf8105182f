package desk

// Problem is a page that could not be shown, or a request that was refused.
type Problem struct {
	Shop    string
	Heading string
	Text    string // sentences that say why, and what to do
}

func (p Problem) page() look { return look{file: "problem", title: p.Heading, shop: p.Shop} }
