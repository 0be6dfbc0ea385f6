// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A channel belongs to the platform, also within a call of a type's. */
class GuardedChannelTest {
    private static final Problem OWN =
            Problem.host("platform.busy", "the processor is busy").exception().problem();

    private static final long LATER = TimeUnit.DAYS.toNanos(1);

    private final GuardedCalls calls = new GuardedCalls();
    private final Vendor type = calls.vendor(1, "type 1.0.0");
    private final Vendor platform = calls.vendor(2, "platform 1.0.0");
    private final Channel channel = GuardedChannel.of(Channel.class, new Broken(), platform, calls);

    @AfterEach
    void close() {
        calls.close();
    }

    /** How a type and a platform talk. */
    public interface Channel {
        String answers(String asked);

        void throwsAnything();

        void throwsAnError();

        void throwsAProblem();

        void throwsWhatItDeclares() throws IOException;

        Part part();

        Optional<Part> perhaps();

        List<Part> parts();

        boolean isOwn(Part part);
    }

    /** What a channel answers with, and a type calls. */
    public interface Part {
        void breaks();
    }

    private static class Broken implements Channel {
        private final Part part = () -> {
            throw new IllegalStateException("broken part");
        };

        @Override
        public String answers(String asked) {
            return asked.isEmpty() ? null : asked;
        }

        @Override
        public void throwsAnything() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void throwsAnError() {
            throw new StackOverflowError();
        }

        @Override
        public void throwsAProblem() {
            throw OWN.exception();
        }

        @Override
        public void throwsWhatItDeclares() throws IOException {
            throw new IOException("gone");
        }

        @Override
        public Part part() {
            return part;
        }

        @Override
        public Optional<Part> perhaps() {
            return Optional.of(part);
        }

        @Override
        public List<Part> parts() {
            return List.of(part);
        }

        @Override
        public boolean isOwn(Part asked) {
            return asked == part;
        }
    }

    private void byType(Runnable work) {
        calls.insideVoid(new VendorCall(type, "start"), work);
    }

    private void assertBlamed(Runnable work, String found) {
        assertThatThrownBy(() -> byType(work)).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().where()).isEqualTo("platform 1.0.0");
            assertThat(e.problem().found()).startsWith(found);
        });
    }

    @Test
    void whatItThrowsIsLaidToThePlatform() {
        assertBlamed(channel::throwsAnything, "Channel.throwsAnything threw java.lang.IllegalStateException: broken");
        assertBlamed(channel::throwsAnError, "Channel.throwsAnError threw java.lang.StackOverflowError");
    }

    @Test
    void whatItAnswersWithIsThePlatformsToo() {
        for (Part part : List.of(
                channel.part(), channel.perhaps().orElseThrow(), channel.parts().get(0))) {
            assertBlamed(part::breaks, "Part.breaks threw java.lang.IllegalStateException: broken part");
            assertThat(channel.isOwn(part)).as("it gets back what is its own").isTrue();
            assertThat(part).isEqualTo(channel.part()).hasSameHashCodeAs(channel.part());
        }
        assertThat(channel.isOwn(() -> {})).isFalse();
    }

    /** A call that does not come back is named, and not the step of the type that it is made in. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aPartThatHangsIsNamedWhenItsLaunchIsLeft() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        Part hanging = GuardedChannel.of(
                        Channel.class,
                        new Broken() {
                            @Override
                            public Part part() {
                                return () -> {
                                    inside.countDown();
                                    WayToFail.SLEEPS_DEAF.strike(out);
                                };
                            }
                        },
                        platform,
                        calls)
                .part();
        calls.during(Duration.ofMillis(1));
        Limits untilInside = Limits.of(new Cancellation(), new Deadline(0, () -> inside.getCount() == 0 ? LATER : -1));
        assertThatThrownBy(() -> calls.operation(
                        type,
                        untilInside,
                        () -> {
                            byType(hanging::breaks);
                            return true;
                        },
                        () -> {}))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.DEADLINE);
                    assertThat(e.problem().where()).isEqualTo("platform 1.0.0");
                    assertThat(e.problem().found()).startsWith("Part.breaks of platform 1.0.0");
                });
        out.countDown();
    }

    @Test
    void whatItMayThrowReachesItsCallerAsItIs() {
        assertThatThrownBy(channel::throwsWhatItDeclares).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> byType(channel::throwsAProblem))
                .isInstanceOfSatisfying(
                        CloisterException.class, e -> assertThat(e.problem()).isEqualTo(OWN));
    }

    @Test
    void itAnswersAsThePlatformDoes() {
        assertThat(channel.answers("asked")).isEqualTo("asked");
        assertThat(channel.answers("")).isNull();
        assertThat(channel).isEqualTo(channel).isNotEqualTo(new Broken());
    }

    @Test
    void whatIsNoPublicInterfaceIsHandedOutAsItIs() {
        StringBuilder own = new StringBuilder();
        Hidden hidden = () -> true;
        assertThat(GuardedChannel.of(StringBuilder.class, own, platform, calls)).isSameAs(own);
        assertThat(GuardedChannel.of(Hidden.class, hidden, platform, calls)).isSameAs(hidden);
    }

    private interface Hidden {
        boolean open();
    }
}
