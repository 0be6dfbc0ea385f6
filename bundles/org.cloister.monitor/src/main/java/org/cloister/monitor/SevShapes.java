// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.util.List;
import java.util.Map;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.monitor.qmp.Shape;

/** What the answers about SEV look like (QEMU, qapi/misc-i386.json). */
final class SevShapes {
    private static final String SEV = AmdType.SEV.sevGuestType();
    private static final String SNP = AmdType.SEV_SNP.sevGuestType();

    /** An answer that is one run of bytes in base64. */
    static final Shape DATA = Shape.object(Shape.member("data", Shape.TEXT));

    static final Shape CAPABILITIES = Shape.object(
            Shape.member("pdh", Shape.TEXT),
            Shape.member("cert-chain", Shape.TEXT),
            Shape.member("cpu0-id", Shape.TEXT),
            Shape.member(GuestSetting.CBITPOS.qemu().key(), Shape.NUMBER),
            Shape.member(GuestSetting.REDUCED_PHYS_BITS.qemu().key(), Shape.NUMBER));

    static final Shape STATE = new Shape.Members(
            List.of(
                    Shape.member("enabled", Shape.SWITCH),
                    Shape.member("api-major", Shape.NUMBER),
                    Shape.member("api-minor", Shape.NUMBER),
                    Shape.member("build-id", Shape.NUMBER),
                    Shape.member(
                            "state",
                            Shape.words(
                                    "uninit",
                                    "launch-update",
                                    "launch-secret",
                                    "running",
                                    "send-update",
                                    "receive-update")),
                    Shape.member("sev-type", Shape.words(SEV, SNP))),
            "sev-type",
            Map.of(
                    SEV,
                    Shape.object(Shape.member("policy", Shape.NUMBER), Shape.member("handle", Shape.NUMBER)),
                    SNP,
                    Shape.object(Shape.member("snp-policy", Shape.NUMBER))));

    private SevShapes() {}
}
