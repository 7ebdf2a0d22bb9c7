// The one linked list of the project: doubly linked, circular, intrusive. A node belongs to at most one list; unlinking
// is O(1) and keeps the order of the rest. The list owns nothing: whoever owns the element owns the node.
#pragma once

#include <cstddef>

#include "src/core/assert.h"

namespace async::core {

struct ListNode {
    ListNode* prev_ = nullptr;
    ListNode* next_ = nullptr;

    ListNode() = default;
    ListNode(const ListNode&) = delete;
    ListNode& operator=(const ListNode&) = delete;
    ~ListNode() { ASYNC_ASSERT(!linked()); }

    bool linked() const noexcept { return next_ != nullptr; }

    void unlink() noexcept {
        if (!linked()) return;
        prev_->next_ = next_;
        next_->prev_ = prev_;
        prev_ = next_ = nullptr;
    }
};

// T derives from Node, and Node (a tag type derived from ListNode) tells which list the element is in, so one object can
// be in several lists: `struct RunLink : ListNode {}; struct Task : RunLink, ScopeLink {}; List<Task, RunLink> queue;`
template <typename T, typename Node = ListNode>
class List {
public:
    List() noexcept { head_.prev_ = head_.next_ = &head_; }
    List(const List&) = delete;
    List& operator=(const List&) = delete;
    ~List() {
        ASYNC_ASSERT(empty());
        head_.prev_ = head_.next_ = nullptr;
    }

    bool empty() const noexcept { return head_.next_ == &head_; }

    void push_back(T& item) noexcept { insert_before(head_, item); }
    void push_front(T& item) noexcept { insert_before(*head_.next_, item); }

    T* front() const noexcept { return empty() ? nullptr : from(head_.next_); }
    T* back() const noexcept { return empty() ? nullptr : from(head_.prev_); }
    T* next(const T& item) const noexcept { return at(static_cast<const Node&>(item).next_); }
    T* prev(const T& item) const noexcept { return at(static_cast<const Node&>(item).prev_); }

    T* pop_front() noexcept {
        T* item = front();
        if (item) static_cast<Node*>(item)->unlink();
        return item;
    }

    void insert_after(T& position, T& item) noexcept {
        insert_before(*static_cast<Node&>(position).next_, item);
    }

    // Moves every element of `other` behind the elements of this list.
    void splice(List& other) noexcept {
        if (other.empty()) return;
        ListNode* first = other.head_.next_;
        ListNode* last = other.head_.prev_;
        first->prev_ = head_.prev_;
        head_.prev_->next_ = first;
        last->next_ = &head_;
        head_.prev_ = last;
        other.head_.prev_ = other.head_.next_ = &other.head_;
    }

    // Walks in order. `visit` may unlink the visited element, but no other.
    template <typename F>
    void for_each(F&& visit) const {
        for (ListNode* node = head_.next_; node != &head_;) {
            ListNode* next = node->next_;
            visit(*from(node));
            node = next;
        }
    }

private:
    static T* from(ListNode* node) noexcept { return static_cast<T*>(static_cast<Node*>(node)); }
    T* at(ListNode* node) const noexcept { return node == &head_ ? nullptr : from(node); }

    static void insert_before(ListNode& position, T& item) noexcept {
        ListNode& node = static_cast<Node&>(item);
        ASYNC_ASSERT(!node.linked());
        node.prev_ = position.prev_;
        node.next_ = &position;
        position.prev_->next_ = &node;
        position.prev_ = &node;
    }

    // A plain node, never an element; the destructor of ListNode must not see it linked.
    mutable ListNode head_;
};

}  // namespace async::core
