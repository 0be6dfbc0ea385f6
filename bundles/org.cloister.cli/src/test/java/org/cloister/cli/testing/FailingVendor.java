// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.EvidenceFormat;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.guard.VendorService;
import org.cloister.testing.WayToFail;

/** All that vendors register and commands ask, failing in one method. */
public final class FailingVendor implements CapabilityProbe, EvidenceFormat, SecureProcessor, PlatformChannel {
    private final WayToFail way;
    private final String failing;
    private final CountDownLatch released;

    /** Fails in the method of this name, {@code getService} too. */
    public FailingVendor(WayToFail way, String failing, CountDownLatch released) {
        this.way = way;
        this.failing = failing;
        this.released = released;
    }

    /** It as a service. */
    public <S> VendorService<S> service(Class<S> type, Duration patience) {
        return VendorService.of(bundle(way), () -> answer("getService", type.cast(this)), patience);
    }

    /** Whose service it is. */
    public static String bundle(WayToFail way) {
        return "com.example." + way.name().toLowerCase(Locale.ROOT) + " 1.2.3";
    }

    /** What is said of it. */
    public static String said(WayToFail way, String method) {
        return bundle(way) + ": an installed bundle failed in a way that its contract excludes (found " + method
                + switch (way.sort()) {
                    case THROWS -> " threw ";
                    case ANSWERS -> " answered null";
                    case HANGS -> " has not come back";
                };
    }

    private <T> T answer(String method, T good) {
        if (method.equals(failing)) {
            way.strike(released);
            return null;
        }
        return good;
    }

    @Override
    public List<GuestType> types() {
        return answer("types", List.of(new GuestType("evil")));
    }

    @Override
    public List<Check> probe(GuestType type, HostFacts facts) {
        return answer(
                "probe", List.of(new Check("evil", "evil", true, Check.Status.PASS, Check.Cause.NONE, "seen", "")));
    }

    @Override
    public String name() {
        return answer("name", "quote");
    }

    @Override
    public Map<String, String> claims(Evidence evidence) {
        return answer("claims", Map.of());
    }

    @Override
    public String platform() {
        return answer("platform", "evil");
    }

    @Override
    public Trust trust() {
        return answer("trust", Trust.EMULATED);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return answer("adapt", channel.isInstance(this) ? Optional.of(channel.cast(this)) : Optional.empty());
    }

    @Override
    public <A> A execute(PlatformCommand<A> command) {
        return answer("execute", null);
    }
}
