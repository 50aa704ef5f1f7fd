/** What store implementations share: the rules of a transaction, apart from how rows are kept. */
@NullMarked
package io.larder.storage.kernel;

import org.jspecify.annotations.NullMarked;
