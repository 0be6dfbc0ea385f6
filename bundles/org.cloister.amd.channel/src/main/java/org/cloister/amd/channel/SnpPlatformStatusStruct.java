// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_snp_status}, packed, which the kernel only writes. */
final class SnpPlatformStatusStruct implements StructCodec<GetSnpPlatformStatus, SnpPlatformStatus> {
    private static final int API_MAJOR = 0;
    private static final int API_MINOR = 1;
    private static final int STATE = 2;
    private static final int RMP = 3;
    private static final int RMP_INITIALIZED = 1;
    private static final int BUILD_ID = 4;
    private static final int FLAGS = 8;
    private static final int GUEST_COUNT = 12;
    private static final int CURRENT_TCB = 16;
    private static final int REPORTED_TCB = 24;

    @Override
    public int id() {
        return 9;
    }

    @Override
    public int size() {
        return 32;
    }

    @Override
    public Bytes encode(GetSnpPlatformStatus command, AddressSpace memory) {
        return Bytes.of(blank().array());
    }

    @Override
    public GetSnpPlatformStatus decode(Bytes struct, AddressSpace memory) {
        return new GetSnpPlatformStatus();
    }

    @Override
    public Bytes encodeAnswer(
            GetSnpPlatformStatus command, SnpPlatformStatus answer, Bytes struct, AddressSpace memory) {
        return Bytes.of(blank().put(API_MAJOR, (byte) answer.apiMajor())
                .put(API_MINOR, (byte) answer.apiMinor())
                .put(STATE, (byte) answer.stateCode())
                .put(RMP, (byte) (answer.rmpInitialized() ? RMP_INITIALIZED : 0))
                .putInt(BUILD_ID, answer.buildId())
                .putInt(FLAGS, answer.flags())
                .putInt(GUEST_COUNT, answer.guestCount())
                .putLong(CURRENT_TCB, answer.currentTcb())
                .putLong(REPORTED_TCB, answer.reportedTcb())
                .array());
    }

    @Override
    public SnpPlatformStatus decodeAnswer(GetSnpPlatformStatus command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new SnpPlatformStatus(
                struct.at(API_MAJOR),
                struct.at(API_MINOR),
                struct.at(STATE),
                (struct.at(RMP) & RMP_INITIALIZED) != 0,
                in.getInt(BUILD_ID),
                in.getInt(FLAGS),
                in.getInt(GUEST_COUNT),
                in.getLong(CURRENT_TCB),
                in.getLong(REPORTED_TCB));
    }
}
