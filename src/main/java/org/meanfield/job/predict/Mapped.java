package org.meanfield.job.predict;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator with a function applied to each element when it is asked for. */
record Mapped<A, B>(Iterator<A> items, Function<A, B> function) implements Iterator<B> {
    static <A, B> Iterator<B> of(Iterator<A> items, Function<A, B> function) {
        return new Mapped<>(items, function);
    }

    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public B next() {
        return function.apply(items.next());
    }
}
