/** Audited jobs against slow external systems, and the snapshots that reads come from. */
@NullMarked
package io.larder.sync;

import org.jspecify.annotations.NullMarked;
