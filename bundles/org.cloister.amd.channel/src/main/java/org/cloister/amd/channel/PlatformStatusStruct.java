// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_status}, packed, which the kernel only writes. */
final class PlatformStatusStruct implements StructCodec<GetPlatformStatus, PlatformStatus> {
    private static final int API_MAJOR = 0;
    private static final int API_MINOR = 1;
    private static final int STATE = 2;
    private static final int FLAGS = 3;
    private static final int BUILD = 7;
    private static final int GUEST_COUNT = 8;

    @Override
    public int id() {
        return 1;
    }

    @Override
    public int size() {
        return 12;
    }

    @Override
    public Bytes encode(GetPlatformStatus command, AddressSpace memory) {
        return Bytes.of(blank().array());
    }

    @Override
    public GetPlatformStatus decode(Bytes struct, AddressSpace memory) {
        return new GetPlatformStatus();
    }

    @Override
    public Bytes encodeAnswer(GetPlatformStatus command, PlatformStatus answer, Bytes struct, AddressSpace memory) {
        return Bytes.of(blank().put(API_MAJOR, (byte) answer.apiMajor())
                .put(API_MINOR, (byte) answer.apiMinor())
                .put(STATE, (byte) answer.stateCode())
                .putInt(FLAGS, answer.flags())
                .put(BUILD, (byte) answer.build())
                .putInt(GUEST_COUNT, answer.guestCount())
                .array());
    }

    @Override
    public PlatformStatus decodeAnswer(GetPlatformStatus command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new PlatformStatus(
                struct.at(API_MAJOR),
                struct.at(API_MINOR),
                struct.at(BUILD),
                struct.at(STATE),
                in.getInt(FLAGS),
                in.getInt(GUEST_COUNT));
    }
}
