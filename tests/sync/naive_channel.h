// The channel once more, written down rule by rule and without any cleverness: what free, reserved and waiting mean is counted
// anew from lists each time. The product is compared with it after every step.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace async::sync::test {

class NaiveChannel {
public:
    enum class Place : uint8_t { none, waiting, reserved, delivering };
    enum class News : uint8_t { none, go_on, failed };  // what a woken party learns
    enum class Result : uint8_t { done, closed, parked };

    struct Entry {
        int who;
        bool is_future;
        Place place;
        int value;  // senders
    };
    struct Message {
        int who;
        News news;
        int value;  // for futures
    };

    NaiveChannel(int capacity, int64_t no_producer, int64_t no_consumer)
        : capacity_(capacity), no_producer_(no_producer), no_consumer_(no_consumer) {}

    int count() const { return static_cast<int>(values.size()); }
    int receivers_in(Place place) const { return in(receivers, place); }
    int senders_in(Place place) const { return in(senders, place); }
    bool free_value() const { return count() > receivers_in(Place::reserved); }  // CH-5
    bool free_slot() const { return space() - count() > senders_in(Place::reserved); }
    int space() const { return capacity_ == 0 ? 1 : capacity_; }

    Result send(int who, int value) {
        if (closed) return Result::closed;
        if (!free_slot()) {
            senders.push_back({who, false, Place::waiting, value});
            return Result::parked;
        }
        return place(who, value);
    }
    Result finish_send(int who, int value) {
        erase(senders, who);
        return place(who, value);
    }
    bool try_send(int value) {
        if (closed || !free_slot()) return false;
        store(value);
        return true;
    }
    Result recv(int who, int& out) {
        if (free_value()) {
            out = take();
            return Result::done;
        }
        if (closed) return Result::closed;
        receivers.push_back({who, false, Place::waiting, 0});
        return Result::parked;
    }
    int finish_recv(int who) {
        erase(receivers, who);
        return take();
    }
    Result recv_async(int who, int& out) {
        const Result result = recv(who, out);
        if (result == Result::parked) receivers.back().is_future = true;
        return result;
    }

    // CH-11, CH-12: `who` stops waiting, whatever it waits for.
    void leave(int who) {
        for (Entry& entry : receivers) {
            if (entry.who != who) continue;
            const bool had_value = entry.place == Place::reserved;
            erase(receivers, who);
            if (had_value) wake_receiver();
            return;
        }
        for (Entry& entry : senders) {
            if (entry.who != who) continue;
            const Place place = entry.place;
            erase(senders, who);
            if (place == Place::delivering) values.clear();
            if (place != Place::waiting) wake_sender();
            return;
        }
    }

    void close() {
        if (closed) return;
        closed = true;
        for (const Entry& entry : receivers) {
            if (entry.place == Place::waiting) messages.push_back({entry.who, News::failed, 0});
        }
        receivers.erase(std::remove_if(receivers.begin(), receivers.end(),
                                       [](const Entry& entry) { return entry.place == Place::waiting; }),
                        receivers.end());
        for (const Entry& entry : senders) messages.push_back({entry.who, News::failed, 0});
        senders.clear();
        if (capacity_ == 0 && !committed) values.clear();  // CH-33
    }

    // CH-34. The answer: what the guard waits for now, 'p', 'c' or '-', and since when.
    void look_at_guard(int64_t now) {
        const char wanted = closed ? '-' : (no_producer_ > 0 && receivers_in(Place::waiting) > 0) ? 'p'
                            : (no_consumer_ > 0 && senders_in(Place::waiting) + senders_in(Place::delivering) > 0) ? 'c'
                                                                                                                 : '-';
        if (wanted != guard) guard_since = now;
        guard = wanted;
    }
    int64_t guard_deadline() const { return guard_since + (guard == 'p' ? no_producer_ : no_consumer_); }

    std::vector<int> values;  // oldest first
    std::vector<Entry> receivers;
    std::vector<Entry> senders;
    std::vector<Message> messages;  // who was woken by the last step
    bool closed = false;
    bool committed = false;
    char guard = '-';
    int64_t guard_since = 0;

private:
    static int in(const std::vector<Entry>& list, Place place) {
        return static_cast<int>(
            std::count_if(list.begin(), list.end(), [place](const Entry& entry) { return entry.place == place; }));
    }
    static void erase(std::vector<Entry>& list, int who) {
        list.erase(std::remove_if(list.begin(), list.end(), [who](const Entry& entry) { return entry.who == who; }),
                   list.end());
    }

    Result place(int who, int value) {
        if (store(value) || capacity_ > 0) return Result::done;
        senders.insert(senders.begin(), {who, false, Place::delivering, value});
        return Result::parked;
    }
    // Whether a receiver was matched.
    bool store(int value) {
        values.push_back(value);
        committed = false;
        return wake_receiver();
    }
    bool wake_receiver() {  // CH-14
        for (Entry& entry : receivers) {
            if (entry.place != Place::waiting) continue;
            committed = true;
            if (entry.is_future) {
                const int who = entry.who;
                erase(receivers, who);
                messages.push_back({who, News::go_on, take()});
            } else {
                entry.place = Place::reserved;
                messages.push_back({entry.who, News::go_on, 0});
            }
            return true;
        }
        return false;
    }
    void wake_sender() {
        for (Entry& entry : senders) {
            if (entry.place != Place::waiting) continue;
            entry.place = Place::reserved;
            messages.push_back({entry.who, News::go_on, 0});
            return;
        }
    }
    int take() {
        const int value = values.front();
        values.erase(values.begin());
        committed = false;
        for (const Entry& entry : senders) {  // CH-13 (a)
            if (entry.place != Place::delivering) continue;
            messages.push_back({entry.who, News::go_on, 0});
            erase(senders, entry.who);
            break;
        }
        if (!closed) wake_sender();  // CH-13 (b)
        return value;
    }

    const int capacity_;
    const int64_t no_producer_;
    const int64_t no_consumer_;
};

}  // namespace async::sync::test
