#include "ext/hooks/pdo/connection_pool.h"

#include "ext/hooks/native/library_call.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"

namespace async::hooks::pdo {

using native::in_library_call;
using php::PhpCoroutine;
using php::pool_door;

namespace {

bool is_gone(const zend_object* object) noexcept { return OBJ_FLAGS(object) & IS_OBJ_FREE_CALLED; }

}  // namespace

ExceptionAside::ExceptionAside() noexcept : exception_(EG(exception)), opline_(nullptr) {
    if (!exception_) return;
    zend_execute_data* frame = EG(current_execute_data);
    // As the engine does before a destructor: now the frame knows where it stands.
    if (frame && frame->func && ZEND_USER_CODE(frame->func->common.type)) zend_rethrow_exception(frame);
    opline_ = EG(opline_before_exception);
    EG(exception) = nullptr;
}

void ExceptionAside::restore() noexcept {
    if (!exception_) return;
    zend_object* thrown = EG(exception);
    EG(exception) = exception_;
    EG(opline_before_exception) = opline_;
    if (thrown) php::set_previous(exception_, thrown);
}

// --- Errors ----------------------------------------------------------------------------------------------------------

void ErrorState::clear() noexcept {
    std::memcpy(code, PDO_ERR_NONE, sizeof code);
    zval_ptr_dtor(&info);
    ZVAL_UNDEF(&info);
}

void ErrorState::take(pdo_dbh_t* handle, pdo_stmt_t* statement, const char* sqlstate) {
    clear();
    std::memcpy(code, sqlstate, sizeof code);
    if (!handle->methods->fetch_err) return;
    array_init(&info);
    add_next_index_string(&info, code);
    handle->methods->fetch_err(handle, statement, &info);
}

bool Slot::is_in_use() const noexcept { return object && !is_gone(object); }

void Slot::take_modes(const pdo_dbh_t& like) noexcept {
    handle->error_mode = like.error_mode;
    handle->desired_case = like.desired_case;
    handle->oracle_nulls = like.oracle_nulls;
    handle->stringify = like.stringify;
}

// --- Making and ending -----------------------------------------------------------------------------------------------

ConnectionPool::ConnectionPool(const Driver& driver, zend_class_entry* ce, const Settings& settings) noexcept
    : driver_(driver), ce_(ce), settings_(settings) {
    array_init(&attributes_);
    array_init(&functions_);
}

ConnectionPool::~ConnectionPool() {
    if (object_) {
        if (!is_gone(object_)) pool_door.leave(object_);
        OBJ_RELEASE(object_);
    }
    zend_string_release(settings_.dsn);
    if (settings_.user) zend_string_release(settings_.user);
    if (settings_.password) zend_string_release(settings_.password);
    if (settings_.options) zend_array_release(settings_.options);
    zval_ptr_dtor(&attributes_);
    zval_ptr_dtor(&functions_);
}

bool ConnectionPool::open() {
    object_ = pool_door.open(*this, settings_.min, settings_.max, settings_.check_ms);
    return object_ != nullptr;
}

void ConnectionPool::close() {
    const core::Ref<ConnectionPool> alive(this);
    ExceptionAside aside;
    while (!holders_.empty()) {
        Holder& holder = *holders_.begin()->second;
        if (core::Ref<Binding> binding = holder.binding) {
            if (binding->statements == 0) {
                binding->slot->broken = true;  // for nobody is it worth cleaning any more; nothing waits here (IO-62)
                give_back(*binding);
            } else {
                binding->holder = nullptr;
            }
        }
        forget(holder);
    }
    if (object_ && !is_gone(object_)) pool_door.close(object_);
    zend_hash_clean(Z_ARRVAL(functions_));  // may hold what holds the pooled PDO
    aside.restore();
}

// --- Holders ---------------------------------------------------------------------------------------------------------

// IO-1210: the main flow is the same one before and after the scheduler has started.
PhpCoroutine* ConnectionPool::user() const noexcept {
    php::Runtime* runtime = php::Runtime::get();
    PhpCoroutine* self = runtime ? runtime->current() : nullptr;
    return self && self->kind() != PhpCoroutine::Kind::adopted ? self : nullptr;
}

Holder* ConnectionPool::find_holder() {
    const auto found = holders_.find(user());
    return found == holders_.end() ? nullptr : found->second;
}

Holder& ConnectionPool::holder() {
    if (Holder* known = find_holder()) return *known;
    PhpCoroutine* coroutine = user();
    auto* made = core::make_ref<Holder>(*this, coroutine, next_id_++).detach();
    holders_[coroutine] = made;
    if (coroutine) coroutine->tell_at_end(*made);
    return *made;
}

void ConnectionPool::forget(Holder& holder) {
    const auto found = holders_.find(holder.coroutine);
    if (found == holders_.end() || found->second != &holder) return;
    holders_.erase(found);
    if (holder.last_id) zend_string_release(holder.last_id);
    holder.unlink();
    holder.release();
}

void Holder::coroutine_ends() noexcept {
    const core::Ref<ConnectionPool> pool(&pool_);
    const core::Ref<Holder> alive(this);  // a rollback waits, and meanwhile the pooled PDO may go and forget its holders
    if (core::Ref<Binding> kept = binding) {
        if (kept->statements == 0) {
            pool->give_back(*kept);
        } else {
            // Its transaction ends with the coroutine; the statements keep the connection (IO-1215).
            kept->holder = nullptr;
            pdo_dbh_t* handle = kept->slot->handle;
            ++kept->calls;
            in_library_call([&] {
                if (!pool->driver().in_transaction(handle)) return;
                if (!handle->methods->rollback(handle)) kept->slot->broken = true;
                handle->in_txn = false;
            });
            --kept->calls;
            if (kept->slot->broken || kept->statements == 0) pool->settle(*kept);
        }
    }
    pool->forget(*this);
}

// --- Binding ---------------------------------------------------------------------------------------------------------

Binding::~Binding() {
    if (pool) --pool->bindings_;
    if (!Z_ISUNDEF(resource)) zval_ptr_dtor(&resource);
}

Binding* ConnectionPool::bound() {
    Holder* known = find_holder();
    return known ? known->binding.get() : nullptr;
}

Binding* ConnectionPool::bind(const pdo_dbh_t& like) {
    Holder& self = holder();
    if (self.binding && self.binding->slot->broken) give_back(*self.binding);
    if (!self.binding) {
        frozen_ = true;
        zval resource;
        ZVAL_UNDEF(&resource);
        if (!pool_door.lend(object_, &resource)) return nullptr;
        Slot* slot = slot_of(Z_OBJ(resource));
        core::Ref<Binding> binding = core::make_ref<Binding>();
        binding->pool = core::Ref<ConnectionPool>(this);
        ++bindings_;
        binding->slot = core::Ref<Slot>(slot);
        binding->holder = &self;
        ZVAL_COPY_VALUE(&binding->resource, &resource);
        slot->last_holder = self.id;
        self.binding = binding;
        binding->report.start();
    }
    Slot& slot = *self.binding->slot;
    slot.take_modes(like);
    apply_attributes(slot);
    std::memcpy(slot.handle->error_code, PDO_ERR_NONE, sizeof slot.handle->error_code);
    return self.binding.get();
}

void ConnectionPool::check_broken(Binding& binding) {
    Slot& slot = *binding.slot;
    if (slot.broken || binding.returned) return;
    PhpCoroutine* self = user();
    // A cancelled command leaves its answer on the way.
    const bool cancelled = &driver_ == &mysql_driver && self && self->has_interrupt();
    slot.broken = cancelled || driver_.is_broken(slot.handle);
}

void ConnectionPool::settle(Binding& binding) {
    if (binding.returned || binding.calls > 0) return;
    check_broken(binding);
    Slot& slot = *binding.slot;
    if (!slot.broken) {
        if (binding.statements > 0) return;
        slot.broken = !driver_.is_idle(slot.handle);
    }
    // Both until the coroutine ends (IO-1221); after that, nobody would come back for it.
    if (!slot.broken && binding.holder && (slot.touched || driver_.in_transaction(slot.handle))) return;
    give_back(binding);
}

void ConnectionPool::give_back(Binding& binding) {
    if (binding.returned) return;
    const core::Ref<Binding> alive(&binding);
    binding.returned = true;
    binding.report.stop();
    if (Holder* holder = std::exchange(binding.holder, nullptr)) holder->binding.reset();
    zval resource;
    ZVAL_COPY_VALUE(&resource, &binding.resource);
    ZVAL_UNDEF(&binding.resource);
    if (is_gone(object_)) return zval_ptr_dtor(&resource);
    ExceptionAside aside;
    pool_door.give_back(object_, &resource);
    aside.restore();
}

void ConnectionPool::note_effects(Binding& binding, Effects effects) {
    if (effects.touch_session) binding.slot->touched = true;
    if (effects.may_draw_id) binding.slot->ids_of = holder().id;
}

// Asked for later, when the connection may be somebody else's. In the client, no round trip; but PostgreSQL's, which is asked then.
void ConnectionPool::keep_last_id(Binding& binding, Effects effects) {
    pdo_dbh_t* handle = binding.slot->handle;
    if (driver_.asks_for_id || !handle->methods->last_id || !effects.may_draw_id) return;
    Holder& self = holder();
    if (self.last_id) zend_string_release(self.last_id);
    self.last_id = handle->methods->last_id(handle, nullptr);
}

// --- What the pool asks ----------------------------------------------------------------------------------------------

Slot* ConnectionPool::slot_of(zend_object* object) const {
    const auto found = slots_.find(object);
    return found == slots_.end() ? nullptr : found->second.get();
}

bool ConnectionPool::construct(zval* object) {
    zval arguments[4];
    ZVAL_STR_COPY(&arguments[0], settings_.dsn);
    for (int i = 1; i < 4; ++i) ZVAL_NULL(&arguments[i]);
    if (settings_.user) ZVAL_STR_COPY(&arguments[1], settings_.user);
    if (settings_.password) ZVAL_STR_COPY(&arguments[2], settings_.password);
    if (settings_.options) ZVAL_ARR(&arguments[3], zend_array_dup(settings_.options));
    zend_call_known_function(Z_OBJCE_P(object)->constructor, Z_OBJ_P(object), Z_OBJCE_P(object), nullptr, 4, arguments, nullptr);
    for (zval& argument : arguments) zval_ptr_dtor(&argument);
    return !EG(exception);
}

bool ConnectionPool::make(zval* resource) {
    const core::Ref<ConnectionPool> alive(this);
    zval made;
    if (object_init_ex(&made, ce_) != SUCCESS) return false;
    bool ok = false;
    in_library_call([&] { ok = construct(&made) && repeat_functions(Z_OBJ(made)); });
    if (!ok || EG(exception)) {
        ExceptionAside aside;
        zval_ptr_dtor(&made);
        aside.restore();
        return false;
    }
    core::Ref<Slot> slot = core::make_ref<Slot>();
    slot->object = Z_OBJ(made);
    slot->handle = Z_PDO_DBH_P(&made);
    slot->cache.set_capacity(driver_.caches_statements ? static_cast<uint32_t>(settings_.cache_size) : 0);
    slots_[Z_OBJ(made)] = slot;
    apply_attributes(*slot);
    ZVAL_COPY_VALUE(resource, &made);
    return true;
}

// With `object` the server is told to forget them.
void ConnectionPool::free_statements(Slot& slot, zend_object* object) {
    if (driver_.give_up && !driver_.is_alive(slot.handle)) driver_.give_up(slot.handle);
    slot.cache.clear(object, slot.handle);
}

void ConnectionPool::destroy(zval* resource) {
    Slot* slot = slot_of(Z_OBJ_P(resource));
    if (!slot) return;
    const core::Ref<Slot> alive(slot);
    slot->broken = true;
    free_statements(*slot, nullptr);  // the server forgets them with the connection
    slots_.erase(Z_OBJ_P(resource));
}

bool ConnectionPool::is_healthy(zval* resource) {
    Slot* slot = slot_of(Z_OBJ_P(resource));
    return slot && driver_.is_alive(slot->handle);
}

// IO-1223: who had it last finds out by himself what has happened to it.
bool ConnectionPool::may_be_lent(zval* resource) {
    Slot* slot = slot_of(Z_OBJ_P(resource));
    if (!slot) return false;
    const Holder* self = find_holder();
    return (self && self->id == slot->last_holder) || driver_.is_alive(slot->handle);
}

bool ConnectionPool::may_be_kept(zval* resource) {
    Slot* slot = slot_of(Z_OBJ_P(resource));
    if (!slot || slot->broken) return false;
    bool clean_now = false;
    in_library_call([&] { clean_now = clean(*slot); });
    return clean_now && !driver_.is_broken(slot->handle);
}

// IO-1220, IO-1221.
bool ConnectionPool::clean(Slot& slot) {
    pdo_dbh_t* handle = slot.handle;
    if (driver_.in_transaction(handle)) {
        const bool ended = handle->methods->rollback(handle);
        handle->in_txn = false;
        if (!ended) return false;
    }
    if (!slot.touched) return true;
    free_statements(slot, slot.object);
    const char* user = settings_.user ? ZSTR_VAL(settings_.user) : handle->username;
    const char* password = settings_.password ? ZSTR_VAL(settings_.password) : handle->password;
    if (!driver_.reset(handle, user, password)) return false;
    slot.touched = false;
    slot.attributes = 0;  // may have been session state
    return true;
}

void ConnectionPool::describe(core::DescriptionSink& sink) const {
    bool first = true;
    for (const auto& [coroutine, holder] : holders_) {
        if (!holder->binding) continue;
        sink.format("%s", first ? ", connections held by " : "; ");
        first = false;
        if (coroutine) {
            coroutine->describe(sink);
        } else {
            sink.format("main");
        }
    }
}

}  // namespace async::hooks::pdo
