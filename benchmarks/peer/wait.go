// N goroutines that wait; prints "port 1" when all of them do.   wait N
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var started sync.WaitGroup
	started.Add(n)
	for i := 0; i < n; i++ {
		go func() { started.Done(); time.Sleep(time.Hour) }()
	}
	started.Wait()
	time.Sleep(100 * time.Millisecond)
	fmt.Println("port 1")
	time.Sleep(time.Hour)
}
