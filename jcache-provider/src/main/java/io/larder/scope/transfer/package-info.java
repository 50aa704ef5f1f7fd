/**
 * Entries as files and back: {@link io.larder.scope.transfer.Export} and {@link
 * io.larder.scope.transfer.Import}, which {@link io.larder.scope.Scopes} makes.
 */
@NullMarked
package io.larder.scope.transfer;

import org.jspecify.annotations.NullMarked;
