// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;

/**
 * SHA-384 of every page of a run, by all processors where that pays: the pages do not depend on each other, only the
 * chain of their records does. A page that equals the one before it is not hashed again: most of a firmware image is
 * padding.
 */
final class PageHashes {
    /** Below so many pages handing the work out costs more than it saves. */
    private static final int WORTH_SHARING = 256;

    private PageHashes() {}

    /** The digests one after the other, {@value Sha384#SIZE} bytes each. */
    static Bytes of(Bytes pages) {
        byte[] digests = new byte[pages.length() / GuestMemory.PAGE * Sha384.SIZE];
        int[] different = different(pages);
        if (different.length < WORTH_SHARING) {
            hash(pages, digests, different, 0, different.length);
        } else {
            int parts = Runtime.getRuntime().availableProcessors();
            IntStream.range(0, parts)
                    .parallel()
                    .forEach(part -> hash(
                            pages,
                            digests,
                            different,
                            part * different.length / parts,
                            (part + 1) * different.length / parts));
        }
        repeat(digests, different);
        return Bytes.wrap(digests);
    }

    /** The indexes of the pages that differ from the one before. */
    private static int[] different(Bytes pages) {
        int[] different = new int[pages.length() / GuestMemory.PAGE];
        int count = 0;
        Bytes before = Bytes.EMPTY;
        for (int page = 0; page < different.length; page++) {
            Bytes here = pages.slice(page * GuestMemory.PAGE, GuestMemory.PAGE);
            if (!here.equals(before)) {
                different[count++] = page;
            }
            before = here;
        }
        return Arrays.copyOf(different, count);
    }

    private static void hash(Bytes pages, byte[] digests, int[] different, int from, int to) {
        Sha384 sha384 = new Sha384();
        for (int i = from; i < to; i++) {
            sha384.digest(
                    pages, different[i] * GuestMemory.PAGE, GuestMemory.PAGE, digests, different[i] * Sha384.SIZE);
        }
    }

    /** Gives each page that was not hashed the digest of the one before it. */
    private static void repeat(byte[] digests, int[] different) {
        int next = 0;
        for (int page = 0; page < digests.length / Sha384.SIZE; page++) {
            if (next < different.length && different[next] == page) {
                next++;
            } else {
                int at = page * Sha384.SIZE;
                System.arraycopy(digests, at - Sha384.SIZE, digests, at, Sha384.SIZE);
            }
        }
    }
}
