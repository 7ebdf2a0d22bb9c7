// One random row as JSON per request; prints "port N".   row DSN CONNECTIONS   (GOMAXPROCS=1)
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand"
	"net"
	"net/http"
	"os"
	"strconv"

	_ "github.com/lib/pq"
)

func main() {
	db, err := sql.Open("postgres", os.Args[1])
	if err != nil {
		panic(err)
	}
	n, _ := strconv.Atoi(os.Args[2])
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	statement, err := db.Prepare("SELECT id, name, text FROM fortunes WHERE id = $1")
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var id int
		var name, text string
		if err := statement.QueryRow(1 + rand.Intn(10000)).Scan(&id, &name, &text); err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		body, _ := json.Marshal(map[string]interface{}{"id": id, "name": name, "text": text})
		w.Write(body)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
