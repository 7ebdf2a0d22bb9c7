/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 55ddad8f47e5e16bf68ea7230f499ae1528c4bc4 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Async_RwLock___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_RwLock_readLock, 0, 0, IS_VOID, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, cancellationToken, Async\\Completable, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_RwLock_tryReadLock, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_RwLock_readUnlock, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Async_RwLock_writeLock arginfo_class_Async_RwLock_readLock

#define arginfo_class_Async_RwLock_tryWriteLock arginfo_class_Async_RwLock_tryReadLock

#define arginfo_class_Async_RwLock_writeUnlock arginfo_class_Async_RwLock_readUnlock

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_RwLock_read, 0, 1, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, body, IS_CALLABLE, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, cancellationToken, Async\\Completable, 1, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_Async_RwLock_write arginfo_class_Async_RwLock_read

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_RwLock_readers, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Async_RwLock_isWriteLocked arginfo_class_Async_RwLock_tryReadLock

#define arginfo_class_Async_RwLock_isAbandoned arginfo_class_Async_RwLock_tryReadLock

#define arginfo_class_Async_RwLock_recover arginfo_class_Async_RwLock_readUnlock


ZEND_METHOD(Async_RwLock, __construct);
ZEND_METHOD(Async_RwLock, readLock);
ZEND_METHOD(Async_RwLock, tryReadLock);
ZEND_METHOD(Async_RwLock, readUnlock);
ZEND_METHOD(Async_RwLock, writeLock);
ZEND_METHOD(Async_RwLock, tryWriteLock);
ZEND_METHOD(Async_RwLock, writeUnlock);
ZEND_METHOD(Async_RwLock, read);
ZEND_METHOD(Async_RwLock, write);
ZEND_METHOD(Async_RwLock, readers);
ZEND_METHOD(Async_RwLock, isWriteLocked);
ZEND_METHOD(Async_RwLock, isAbandoned);
ZEND_METHOD(Async_RwLock, recover);


static const zend_function_entry class_Async_RwLock_methods[] = {
	ZEND_ME(Async_RwLock, __construct, arginfo_class_Async_RwLock___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, readLock, arginfo_class_Async_RwLock_readLock, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, tryReadLock, arginfo_class_Async_RwLock_tryReadLock, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, readUnlock, arginfo_class_Async_RwLock_readUnlock, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, writeLock, arginfo_class_Async_RwLock_writeLock, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, tryWriteLock, arginfo_class_Async_RwLock_tryWriteLock, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, writeUnlock, arginfo_class_Async_RwLock_writeUnlock, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, read, arginfo_class_Async_RwLock_read, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, write, arginfo_class_Async_RwLock_write, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, readers, arginfo_class_Async_RwLock_readers, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, isWriteLocked, arginfo_class_Async_RwLock_isWriteLocked, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, isAbandoned, arginfo_class_Async_RwLock_isAbandoned, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_RwLock, recover, arginfo_class_Async_RwLock_recover, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Async_RwLock(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Async", "RwLock", class_Async_RwLock_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	return class_entry;
}
