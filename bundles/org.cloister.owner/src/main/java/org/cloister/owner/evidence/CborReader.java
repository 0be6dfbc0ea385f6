// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;

/**
 * Reads a CBOR map of texts to texts, bytes and nulls (RFC 8949), with definite lengths, no key twice and nothing
 * behind it. For one thread.
 */
final class CborReader {
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int NULL = 0xf6;
    private static final int MOST_ENTRIES = 16;

    private final Bytes content;
    private final EvidenceParts into;
    private int at;

    private CborReader(Bytes content, EvidenceParts into) {
        this.content = content;
        this.into = into;
    }

    /** The tag that an item begins with. */
    static Optional<Long> tag(Bytes content) {
        int size = content.length() == 0 ? 0 : argumentSize(content.at(0));
        return content.length() > size && content.at(0) >> 5 == TAG && size >= 0
                ? Optional.of(argument(content, 0))
                : Optional.empty();
    }

    /** The first key of a small map, where it is a short text. */
    static Optional<String> firstKey(Bytes content) {
        int entries = content.length() > 2 && content.at(0) >> 5 == MAP ? content.at(0) & 0x1f : 0;
        int length = entries > 0 && entries <= MOST_ENTRIES && content.at(1) >> 5 == TEXT ? content.at(1) & 0x1f : 0;
        return length > 0 && length < 24 && content.length() >= 2 + length
                ? Optional.of(new String(content.slice(2, length).toArray(), StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /**
     * The entries of the map.
     *
     * @return texts as their bytes in UTF-8; empty for a null
     * @throws org.cloister.api.CloisterException {@code evidence.broken} for everything else
     */
    static Map<String, Optional<Bytes>> map(Bytes content, EvidenceParts into) {
        CborReader reader = new CborReader(content, into);
        long entries = reader.head(MAP);
        Map<String, Optional<Bytes>> map = new LinkedHashMap<>();
        for (long i = 0; i < entries; i++) {
            if (map.putIfAbsent(reader.text(), reader.value()) != null) {
                throw reader.wrong("a key is there twice");
            }
        }
        if (reader.at != content.length()) {
            throw reader.wrong("there is something behind the map");
        }
        return map;
    }

    private Optional<Bytes> value() {
        if (at < content.length() && content.at(at) == NULL) {
            at++;
            return Optional.empty();
        }
        boolean text = at < content.length() && content.at(at) >> 5 == TEXT;
        return Optional.of(run(head(text ? TEXT : BYTES)));
    }

    private String text() {
        Bytes utf8 = run(head(TEXT));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("a text is not UTF-8");
        }
    }

    private Bytes run(long length) {
        if (length < 0 || length > content.length() - at) {
            throw wrong("the end is missing");
        }
        Bytes run = content.slice(at, (int) length);
        at += (int) length;
        return run;
    }

    /** The number in the head of the next item, which has to be of a type. */
    private long head(int type) {
        if (at >= content.length()) {
            throw wrong("the end is missing");
        }
        int size = argumentSize(content.at(at));
        if (content.at(at) >> 5 != type || size < 0) {
            throw wrong("this is not a map of texts to texts and bytes with definite lengths");
        }
        if (content.length() - at <= size) {
            throw wrong("the end is missing");
        }
        long number = argument(content, at);
        at += 1 + size;
        return number;
    }

    /** Bytes of the number behind a first byte; negative where there is none. */
    private static int argumentSize(int first) {
        int information = first & 0x1f;
        if (information < 24) {
            return 0;
        }
        return information < 28 ? 1 << information - 24 : -1;
    }

    private static long argument(Bytes content, int at) {
        int size = argumentSize(content.at(at));
        long number = size == 0 ? content.at(at) & 0x1f : 0;
        for (int i = 1; i <= size; i++) {
            number = number << Byte.SIZE | content.at(at + i);
        }
        return number;
    }

    private RuntimeException wrong(String what) {
        return into.wrong(what).found("offset " + at).exception();
    }
}
