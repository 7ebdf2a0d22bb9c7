// What goroutines cost, on one core (GOMAXPROCS=1).
//
//	micro N         one line of JSON: ns per spawn + run + finish, per yield of two, per message of two unbuffered channels
//	micro asleep N  N sleeping goroutines: bytes each, seconds until all sleep
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"runtime"
)

func rss() int {
	b, _ := os.ReadFile("/proc/self/statm")
	n, _ := strconv.Atoi(strings.Fields(string(b))[1])
	return n * os.Getpagesize()
}

func per(n int, from time.Time) float64 { return float64(time.Since(from).Nanoseconds()) / float64(n) }

func spawn(n int) float64 {
	x, done := 0, make(chan int, 1)
	from := time.Now()
	for i := 0; i < n; i++ {
		go func() {
			x++
			if x == n {
				done <- 1
			}
		}()
		runtime.Gosched()
	}
	<-done
	return per(n, from)
}

func yield(coroutines, each int) float64 {
	done := make(chan int)
	from := time.Now()
	for k := 0; k < coroutines; k++ {
		go func() {
			for i := 0; i < each; i++ {
				runtime.Gosched()
			}
			done <- 1
		}()
	}
	for k := 0; k < coroutines; k++ {
		<-done
	}
	return per(coroutines*each, from)
}

func channel(n int) float64 {
	there, back := make(chan int), make(chan int)
	go func() {
		for i := range there {
			back <- i
		}
	}()
	from := time.Now()
	for i := 0; i < n; i++ {
		there <- i
		<-back
	}
	return per(2*n, from)
}

func asleep(n int) {
	before, from := rss(), time.Now()
	var count int64
	for i := 0; i < n; i++ {
		go func() { atomic.AddInt64(&count, 1); time.Sleep(time.Hour) }()
	}
	for atomic.LoadInt64(&count) < int64(n) {
		time.Sleep(time.Millisecond)
	}
	seconds := time.Since(from).Seconds()
	time.Sleep(200 * time.Millisecond)
	fmt.Printf("{\"bytes\": %.0f, \"seconds\": %.3f}\n", float64(rss()-before)/float64(n), seconds)
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == "asleep" {
		n, _ := strconv.Atoi(os.Args[2])
		asleep(n)
		return
	}
	n, _ := strconv.Atoi(os.Args[1])
	spawn(n / 10) // warm
	fmt.Printf("{\"spawn\": %.1f, \"suspend2\": %.1f, \"suspend1000\": %.1f, \"channel\": %.1f}\n", spawn(n), yield(2, n/2), yield(1000, n/1000), channel(n/2))
}
