// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel belongs to the platform, also within a call of a type's. */
class GuardedChannelTest {
    private static final Problem OWN =
            Problem.host("platform.busy", "the processor is busy").exception().problem();

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
    }

    private static final class Broken implements Channel {
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
