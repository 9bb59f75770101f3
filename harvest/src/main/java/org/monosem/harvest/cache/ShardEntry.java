package org.monosem.harvest.cache;

/**
 * A complete shard, as the manifest lists it.
 *
 * @param rows how many rows it holds
 * @param bytes the length of the file
 * @param checksum the CRC-32C of the whole file
 */
record ShardEntry(int rows, long bytes, int checksum) {}
