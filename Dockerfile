# The emulator in a container, for teams without Go: docker build -t stash . && docker run -p 8645:8645 stash
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /stash ./cmd/stash

FROM scratch
COPY --from=build /stash /stash
EXPOSE 8645
ENTRYPOINT ["/stash"]
CMD ["emulate", "--addr", "0.0.0.0:8645", "--listen-anywhere"]
