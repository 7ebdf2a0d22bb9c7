/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: ed383d8a2b5bf8af025da0417dae94c691fba099 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Async_Once___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_Once_call, 0, 1, IS_MIXED, 0)
	ZEND_ARG_TYPE_INFO(0, initializer, IS_CALLABLE, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, cancellationToken, Async\\Completable, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_Once_isDone, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Async_Once, __construct);
ZEND_METHOD(Async_Once, call);
ZEND_METHOD(Async_Once, isDone);


static const zend_function_entry class_Async_Once_methods[] = {
	ZEND_ME(Async_Once, __construct, arginfo_class_Async_Once___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Once, call, arginfo_class_Async_Once_call, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_Once, isDone, arginfo_class_Async_Once_isDone, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Async_Once(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Async", "Once", class_Async_Once_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	return class_entry;
}
