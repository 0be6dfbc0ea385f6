// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/** The codecs of one interface's commands by their numbers. */
final class CodecTable {
    private final Map<Integer, StructCodec<?, ?>> codecs;
    private final Map<Integer, String> notImplemented;

    /** A table, with the numbers that have a name and nothing behind it. */
    CodecTable(Map<Integer, String> notImplemented, Stream<StructCodec<?, ?>> codecs) {
        this.codecs = codecs.collect(Collectors.toUnmodifiableMap(StructCodec::id, Function.identity()));
        this.notImplemented = notImplemented;
    }

    StructCodec<?, ?> of(int id) {
        StructCodec<?, ?> codec = codecs.get(id);
        if (codec == null) {
            throw invalid(notImplemented.getOrDefault(id, "command " + Integer.toUnsignedString(id)), null);
        }
        return codec;
    }

    StructCodec<?, ?> of(int id, Bytes struct) {
        StructCodec<?, ?> codec = of(id);
        if (struct.length() != codec.size()) {
            throw invalid("command " + id, "a struct of " + struct.length() + " bytes instead of " + codec.size());
        }
        return codec;
    }

    static boolean answers(boolean asksLength, int errno, int firmwareStatus) {
        return errno == 0 || asksLength && errno == Errno.EIO && firmwareStatus == FirmwareStatus.INVALID_LEN.code();
    }

    static SevCommandException invalid(String command, String where) {
        return new SevCommandException(command, Errno.EINVAL, FirmwareStatus.NOT_CALLED, where);
    }
}
