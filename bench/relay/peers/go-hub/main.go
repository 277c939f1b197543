// The hub of the tutorials, as gorilla/websocket's own chat example has it: one goroutine with one map and one
// broadcast channel, and a reading and a writing goroutine for each client. Two things differ from the example:
// rooms by path, so that it can be measured with rooms of two, and nothing goes back to the sender.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/gorilla/websocket"
)

type client struct {
	room       string
	connection *websocket.Conn
	send       chan message
}

type message struct {
	sender *client
	kind   int
	data   []byte
}

var (
	upgrader   = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	rooms      = map[string]map[*client]bool{}
	broadcast  = make(chan message)
	register   = make(chan *client)
	unregister = make(chan *client)
)

func run() {
	for {
		select {
		case joined := <-register:
			if rooms[joined.room] == nil {
				rooms[joined.room] = map[*client]bool{}
			}
			rooms[joined.room][joined] = true
		case left := <-unregister:
			leave(left)
		case message := <-broadcast:
			for receiver := range rooms[message.sender.room] {
				if receiver == message.sender {
					continue
				}
				select {
				case receiver.send <- message:
				default:
					leave(receiver)
				}
			}
		}
	}
}

func leave(left *client) {
	if !rooms[left.room][left] {
		return
	}
	delete(rooms[left.room], left)
	if len(rooms[left.room]) == 0 {
		delete(rooms, left.room)
	}
	close(left.send)
}

func (c *client) read() {
	defer func() {
		unregister <- c
		c.connection.Close()
	}()
	c.connection.SetReadLimit(65536)
	for {
		kind, data, err := c.connection.ReadMessage()
		if err != nil {
			return
		}
		broadcast <- message{c, kind, data}
	}
}

func (c *client) write() {
	defer c.connection.Close()
	for message := range c.send {
		if c.connection.WriteMessage(message.kind, message.data) != nil {
			return
		}
	}
}

func serve(writer http.ResponseWriter, request *http.Request) {
	connection, err := upgrader.Upgrade(writer, request, nil)
	if err != nil {
		return
	}
	c := &client{request.URL.Path, connection, make(chan message, 256)}
	register <- c
	go c.write()
	go c.read()
}

func main() {
	port := flag.Int("port", 0, "port to listen on")
	flag.Parse()
	go run()
	http.HandleFunc("/ws/", serve)
	http.HandleFunc("/ws", serve)
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("go-hub listening on ws://%s/ws\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
