// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import org.cloister.amd.message.TscInfoRequest;
import org.cloister.amd.message.TscInfoResponse;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.GuestContext;

/**
 * MSG_TSC_INFO_REQ. The firmware answers guests without SecureTSC too: the scale follows from the frequency that the
 * launch asked for, and no launch of this platform asks for one.
 */
final class ClockPayload implements Payload {
    @Override
    public int size(int version) {
        return TscInfoRequest.SIZE;
    }

    @Override
    public byte[] answer(GuestQuery asked) {
        if (!new TscInfoRequest(Bytes.of(asked.payload(), 0, TscInfoRequest.SIZE)).valid()) {
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, "reserved bytes are not zero");
        }
        return TscInfoResponse.of(FirmwareStatus.SUCCESS.code(), 0, 0, GuestContext.TSC_FACTOR)
                .raw()
                .toArray();
    }

    @Override
    public byte[] refusal(int status) {
        return TscInfoResponse.of(status, 0, 0, 0).raw().toArray();
    }
}
