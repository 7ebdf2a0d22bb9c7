<?php
// Before each script of tools/faults: from here on calls fail (tools/lib/faults.c).
file_exists('/async-faults/begin');
