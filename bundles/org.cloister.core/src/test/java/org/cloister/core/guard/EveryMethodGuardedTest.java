// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.Executor;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.api.settings.SettingsRules;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands before a vendor's object answers as that does: a default of the interface would answer in its place. And
 * it is called by anybody, from whatever thread, so each of its methods has an end by itself.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EveryMethodGuardedTest {
    private static final String PLATFORM = "platform 1.0.0";

    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                GuardedExecutor.class,
                GuardedHolder.class,
                GuardedMemory.class,
                GuardedRules.class,
                GuardedView.class
            })
    void noDefaultOfTheInterfaceAnswers(Class<?> guarded) {
        List<String> defaults = Arrays.stream(guarded.getMethods())
                .filter(method -> method.getDeclaringClass().isInterface())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .toList();
        assertThat(defaults).isEmpty();
    }

    /** A channel as a platform may have one. */
    public interface Channel {
        void command(long number);

        Map<String, String> state();
    }

    /** Puts one before a vendor's object. */
    private interface Guarding<S> {
        S guard(S own, Vendor vendor, GuardedCalls calls);
    }

    private record Kind<S>(Class<S> face, Guarding<S> guarding, List<String> askedOnce) {
        Stream<Hung<S>> methods() {
            return Arrays.stream(face.getMethods())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .filter(method -> !askedOnce.contains(method.getName()))
                    .map(method -> new Hung<>(this, method));
        }
    }

    private record Hung<S>(Kind<S> kind, Method method) {
        @Override
        public String toString() {
            return kind.face().getSimpleName() + "." + method.getName() + method.getParameterCount();
        }
    }

    private static Stream<Hung<?>> methods() {
        return Stream.of(
                        new Kind<>(GuestMemory.class, GuardedMemory::new, List.of()),
                        new Kind<>(MemoryView.class, GuardedView::new, List.of()),
                        new Kind<>(Executor.class, GuardedExecutor::new, List.of()),
                        new Kind<>(
                                Channel.class,
                                (own, vendor, calls) -> GuardedChannel.of(Channel.class, own, vendor, calls),
                                List.of()),
                        new Kind<>(
                                SettingsHolder.class,
                                (own, vendor, calls) -> new GuardedHolder(() -> own, vendor, calls),
                                List.of("pid")),
                        new Kind<>(
                                SettingsRules.class,
                                (own, vendor, calls) -> new GuardedRules(() -> own, vendor, calls),
                                List.of("pid", "defaults")))
                .flatMap(Kind::methods);
    }

    private <S> S hanging(Class<S> face, List<String> askedOnce) {
        return face.cast(Proxy.newProxyInstance(
                EveryMethodGuardedTest.class.getClassLoader(), new Class<?>[] {face}, (proxy, called, arguments) -> {
                    if (askedOnce.contains(called.getName())) {
                        return called.getReturnType() == String.class ? "com.example" : Map.of();
                    }
                    WayToFail.SLEEPS_DEAF.strike(released);
                    return null;
                }));
    }

    @ParameterizedTest
    @MethodSource("methods")
    <S> void oneThatHangsIsLeftBehindWhoeverCallsIt(Hung<S> hung) {
        try (GuardedCalls calls = new GuardedCalls()) {
            calls.during(Duration.ofMillis(20));
            Kind<S> kind = hung.kind();
            S guarded = kind.guarding().guard(hanging(kind.face(), kind.askedOnce()), calls.vendor(1, PLATFORM), calls);
            Object[] arguments = Stream.of(hung.method().getParameterTypes())
                    .map(EveryMethodGuardedTest::any)
                    .toArray();
            assertThatThrownBy(() -> call(() -> hung.method().invoke(guarded, arguments)))
                    .isInstanceOfSatisfying(CloisterException.class, e -> {
                        assertThat(e.problem().where()).isEqualTo(PLATFORM);
                        assertThat(e.problem().found()).contains(hung.method().getName());
                    });
        }
    }

    /** A call by reflection. */
    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private static void call(Call call) throws Throwable {
        try {
            call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object any(Class<?> kind) {
        Map<Class<?>, Supplier<Object>> values = Map.of(
                long.class, () -> 0L,
                int.class, () -> 1,
                byte[].class, () -> new byte[8],
                Bytes.class, () -> Bytes.ofHex("00"),
                MemoryRegion.class, () -> new MemoryRegion("ram", 0, GuestMemory.PAGE),
                Visibility.class, () -> Visibility.SHARED,
                Turn.class, () -> Turn.GUEST_PAGE_TABLE,
                Map.class, Map::of,
                OutputStream.class, OutputStream::nullOutputStream,
                Limits.class, EveryMethodGuardedTest::ended);
        return values.get(kind).get();
    }

    private static Limits ended() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        return Limits.of(cancellation);
    }
}
