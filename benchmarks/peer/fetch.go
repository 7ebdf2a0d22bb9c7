// Go's own HTTP client: so many requests, so many at a time.   fetch URL TOTAL CONCURRENCY [BODY_BYTES]
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	total, _ := strconv.Atoi(os.Args[2])
	concurrency, _ := strconv.Atoi(os.Args[3])
	size := 256
	if len(os.Args) > 4 {
		size, _ = strconv.Atoi(os.Args[4])
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = concurrency, concurrency
	client := &http.Client{Transport: transport}
	var started, errors int64
	var all sync.WaitGroup
	began := time.Now()
	for i := 0; i < concurrency; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for atomic.AddInt64(&started, 1) <= int64(total) {
				answer, err := client.Get(os.Args[1])
				if err != nil {
					atomic.AddInt64(&errors, 1)
					continue
				}
				body, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				if err != nil || answer.StatusCode != 200 || len(body) != size {
					atomic.AddInt64(&errors, 1)
				}
			}
		}()
	}
	all.Wait()
	seconds := time.Since(began).Seconds()
	var use syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	cpu := float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
	fmt.Printf("{\"seconds\": %f, \"cpu\": %f, \"errors\": %d}\n", seconds, cpu, errors)
}
