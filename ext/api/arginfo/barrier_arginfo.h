/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 11da8aa65307ce815749d7252d8bcfe855e10176 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Async_Barrier___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, parties, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_Barrier_wait, 0, 0, _IS_BOOL, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, cancellationToken, Async\\Completable, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_Barrier_parties, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Async_Barrier_waiting arginfo_class_Async_Barrier_parties

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_Barrier_abort, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_Barrier_isBroken, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Async_Barrier_reset arginfo_class_Async_Barrier_abort


ZEND_METHOD(Async_Barrier, __construct);
ZEND_METHOD(Async_Barrier, wait);
ZEND_METHOD(Async_Barrier, parties);
ZEND_METHOD(Async_Barrier, waiting);
ZEND_METHOD(Async_Barrier, abort);
ZEND_METHOD(Async_Barrier, isBroken);
ZEND_METHOD(Async_Barrier, reset);


static const zend_function_entry class_Async_Barrier_methods[] = {
	ZEND_ME(Async_Barrier, __construct, arginfo_class_Async_Barrier___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Barrier, wait, arginfo_class_Async_Barrier_wait, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Barrier, parties, arginfo_class_Async_Barrier_parties, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Barrier, waiting, arginfo_class_Async_Barrier_waiting, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Barrier, abort, arginfo_class_Async_Barrier_abort, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Barrier, isBroken, arginfo_class_Async_Barrier_isBroken, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Barrier, reset, arginfo_class_Async_Barrier_reset, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Async_Barrier(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Async", "Barrier", class_Async_Barrier_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	return class_entry;
}
