<?php
// Before each script of tools/faults: from here on calls fail (tools/lib/faults.c).
putenv('ASYNC_FAULTS=begin');
