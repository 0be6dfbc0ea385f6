// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A channel of a machine's: a guest type that uses it is not to blame for what it throws, nor for its not coming back.
 * The same holds for what its methods answer with, where that is something to call. What is not a public interface, as
 * a vendor may agree upon between its own bundles, is handed out as it is.
 */
final class GuardedChannel implements InvocationHandler {
    private final Object channel;
    private final String kind;
    private final Vendor vendor;
    private final GuardedCalls calls;

    private GuardedChannel(Object channel, String kind, Vendor vendor, GuardedCalls calls) {
        this.channel = channel;
        this.kind = kind;
        this.vendor = vendor;
        this.calls = calls;
    }

    /** The channel as a guest type gets it. */
    static <T> T of(Class<T> kind, T channel, Vendor vendor, GuardedCalls calls) {
        if (!kind.isInterface() || kind.isSealed() || !Modifier.isPublic(kind.getModifiers())) {
            return channel;
        }
        InvocationHandler handler = new GuardedChannel(channel, kind.getSimpleName(), vendor, calls);
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object[] own = own(arguments);
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return own[0] == channel;
        }
        VendorCall call = new VendorCall(vendor, kind + "." + method.getName());
        Object answer = calls.made(call, (Callable<Object>) () -> part(method, own));
        if (answer instanceof Declared declared) {
            throw declared.thrown();
        }
        return answer;
    }

    /** A list that it answers with is the vendor's too, and read within the call. */
    private Object part(Method method, Object[] arguments) throws Exception {
        Object answer = answer(method, arguments);
        return answer instanceof Declared ? answer : guarded(method.getGenericReturnType(), answer);
    }

    /** The vendor gets back what is its own. */
    private static Object[] own(Object[] arguments) {
        return arguments == null
                ? null
                : Stream.of(arguments).map(GuardedChannel::own).toArray();
    }

    private static Object own(Object argument) {
        return argument != null
                        && Proxy.isProxyClass(argument.getClass())
                        && Proxy.getInvocationHandler(argument) instanceof GuardedChannel guarded
                ? guarded.channel
                : argument;
    }

    /** What can be called is a part of the channel, alone, in a list, or where it may be missing. */
    private Object guarded(Type declared, Object answer) {
        if (declared instanceof Class<?> type) {
            boolean called =
                    answer != null && type.isInterface() && !type.getName().startsWith("java.");
            return called ? guardedAs(type, answer) : answer;
        }
        Type of = declared instanceof ParameterizedType several ? several.getActualTypeArguments()[0] : null;
        if (of instanceof Class<?> && answer instanceof Optional<?> perhaps) {
            return perhaps.map(part -> guarded(of, part));
        }
        return of instanceof Class<?> && answer instanceof List<?> parts
                ? parts.stream().map(part -> guarded(of, part)).toList()
                : answer;
    }

    private <P> P guardedAs(Class<P> type, Object answer) {
        return of(type, type.cast(answer), vendor, calls);
    }

    /** What a method says that it throws, which its caller has to know. */
    private record Declared(Throwable thrown) {}

    private Object answer(Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(channel, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (Stream.of(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown))) {
                return new Declared(thrown);
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof Exception exception ? exception : e;
        }
    }
}
