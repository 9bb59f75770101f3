/**
 * The activation cache: shuffled activation rows on disk, crash-safe and self-describing.
 *
 * <p>A cache is a folder:
 *
 * <ul>
 *   <li>{@code manifest.json}: what made the cache, its layout, its statistics, and every complete
 *       shard with its size and CRC-32C. It is replaced atomically; what it does not list does not
 *       exist.
 *   <li>{@code shard-000000.safetensors}, ...: {@code documents} and {@code contexts} (I64), {@code
 *       tokens} and {@code positions} (I32), all {@code [rows]}, then {@code activations} (F32, F16
 *       or BF16) {@code [rows, width]}. Any safetensors reader opens them.
 *   <li>{@code writer.lock}: locked while a process writes the cache.
 * </ul>
 *
 * <p>Rows are shuffled twice. The writer collects a pool of rows from many contexts, permutes it
 * uniformly and cuts it into shards; the reader takes several shards at random, loads each with
 * sequential reads, and serves their rows through one permutation. So a batch holds rows from many
 * pools, and the disk sees no random access.
 */
@NullMarked
package org.monosem.harvest.cache;

import org.jspecify.annotations.NullMarked;
