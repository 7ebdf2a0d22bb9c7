// Go's own HTTP server; prints "port N". Run with GOMAXPROCS=1.
//   http json         a small JSON document
//   http call URL     one call of a backend per request
//   http fan URL N    N calls at once per request
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
)

var client *http.Client

func call(url string) ([]byte, error) {
	answer, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("status %d", answer.StatusCode)
	}
	return io.ReadAll(answer.Body)
}

func main() {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 4096, 4096
	client = &http.Client{Transport: transport}
	switch os.Args[1] {
	case "json":
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			body, _ := json.Marshal(map[string]string{"message": "Hello, World!"})
			w.Write(body)
		})
	case "call":
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			body, err := call(os.Args[2])
			if err != nil {
				http.Error(w, err.Error(), 500)
				return
			}
			w.Header().Set("Content-Type", "text/plain")
			w.Write(body)
		})
	case "fan":
		n, _ := strconv.Atoi(os.Args[3])
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			var good int64
			var all sync.WaitGroup
			all.Add(n)
			for i := 0; i < n; i++ {
				go func() {
					defer all.Done()
					if body, err := call(os.Args[2]); err == nil && len(body) == 256 {
						atomic.AddInt64(&good, 1)
					}
				}()
			}
			all.Wait()
			if good != int64(n) {
				http.Error(w, "calls failed", 500)
				return
			}
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, good)
		})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
