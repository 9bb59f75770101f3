package org.monosem.core.archive;

/**
 * One entry of a zip archive, as the central directory tells it.
 *
 * @param name its name, any text; never to be used as a path
 * @param deflated whether it is compressed; else it is stored as it is
 * @param crc the CRC-32 of its bytes; 0 where the writer left it out
 * @param compressed how many bytes it takes in the file
 * @param size how many bytes it has
 * @param header where its local header begins in the file
 */
record ZipEntryInfo(
    String name, boolean deflated, long crc, long compressed, long size, long header) {}
