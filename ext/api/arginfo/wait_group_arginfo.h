/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 9e267eb68f0e752aa5b9c791f31b287ae75ce574 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Async_WaitGroup___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_WaitGroup_add, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, delta, IS_LONG, 0, "1")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_WaitGroup_done, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_WaitGroup_wait, 0, 0, IS_VOID, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, cancellationToken, Async\\Completable, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Async_WaitGroup_count, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(Async_WaitGroup, __construct);
ZEND_METHOD(Async_WaitGroup, add);
ZEND_METHOD(Async_WaitGroup, done);
ZEND_METHOD(Async_WaitGroup, wait);
ZEND_METHOD(Async_WaitGroup, count);


static const zend_function_entry class_Async_WaitGroup_methods[] = {
	ZEND_ME(Async_WaitGroup, __construct, arginfo_class_Async_WaitGroup___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_WaitGroup, add, arginfo_class_Async_WaitGroup_add, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_WaitGroup, done, arginfo_class_Async_WaitGroup_done, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_WaitGroup, wait, arginfo_class_Async_WaitGroup_wait, ZEND_ACC_PUBLIC)
	ZEND_ME(Async_WaitGroup, count, arginfo_class_Async_WaitGroup_count, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Async_WaitGroup(zend_class_entry *class_entry_Countable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Async", "WaitGroup", class_Async_WaitGroup_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Countable);

	return class_entry;
}
