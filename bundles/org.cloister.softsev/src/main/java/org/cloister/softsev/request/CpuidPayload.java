// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.processor.CpuidAnswers;

/**
 * MSG_CPUID_REQ (SEV-SNP firmware ABI, 56860, "CPUID Reporting"): the guest has answers of CPUID checked. A request has
 * the form of a CPUID page. The response has status and count in the first 8 bytes, and behind them the list with what
 * is allowed; it is as long as the request. The count is that of the answers that were checked, as AMD's published
 * firmware has it, which checks the list of a page in the same way.
 */
final class CpuidPayload implements Payload {
    private static final int HEAD = 16;
    private static final int COUNT = 4;

    @Override
    public int size(int version) {
        return HEAD;
    }

    @Override
    public byte[] answer(GuestQuery asked) {
        byte[] request = asked.payload();
        byte[] table = Arrays.copyOf(request, CpuidPage.SIZE);
        ByteBuffer head = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        int count = head.getInt(0);
        boolean sound =
                count >= 0 && count <= CpuidPage.MOST && head.getInt(COUNT) == 0 && head.getLong(2 * COUNT) == 0;
        if (!sound) {
            return response(new byte[HEAD], FirmwareStatus.INVALID_PARAM, 0, request.length);
        }
        CpuidAnswers answers = asked.context().checkCpuid(table);
        FirmwareStatus status = answers.refused().isEmpty() ? FirmwareStatus.SUCCESS : FirmwareStatus.INVALID_PARAM;
        Arrays.fill(table, HEAD + count * CpuidPageEntry.SIZE, table.length, (byte) 0);
        return response(table, status, answers.checked(), request.length);
    }

    private static byte[] response(byte[] table, FirmwareStatus status, int checked, int length) {
        ByteBuffer.wrap(table)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, status.code())
                .putInt(COUNT, checked);
        return Arrays.copyOf(table, length);
    }

    @Override
    public byte[] refusal(int status) {
        return response(new byte[HEAD], FirmwareStatus.of(status).orElseThrow(), 0, HEAD);
    }
}
