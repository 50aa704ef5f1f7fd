/** Turns keys and values into bytes and back, behind the serialization filter. */
@NullMarked
package io.larder.storage.codec;

import org.jspecify.annotations.NullMarked;
