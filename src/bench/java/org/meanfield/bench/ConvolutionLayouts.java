package org.meanfield.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencl.global.OpenCL;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;

/**
 * Times each pass of the convolutions of our networks in oneDNN, by the layout of its images: the milliseconds of thread CPU time of a batch of 128,
 * medians of alternating turns, with the copies from and to channels last beside them. What it prints decides the layouts of {@code
 * ConvolutionPrimitives}. Argument: the instruction set.
 */
final class ConvolutionLayouts {
    private static final int BATCH = 128;
    private static final int TURNS = 9;
    private static final dnnl.algorithm DIRECT = dnnl.algorithm.convolution_direct;

    private final engine cpu = start();
    private final stream order = new stream(cpu);

    private ConvolutionLayouts() {}

    private record Convolution(int channels, int filters, int size, int kernel, int stride) {
        int output() {
            return size / stride;
        }

        double gigaflop() {
            return 2e-9 * BATCH * channels * filters * kernel * kernel * output() * output();
        }
    }

    private static final List<Convolution> CONVOLUTIONS = List.of(
            new Convolution(3, 32, 32, 3, 1),
            new Convolution(32, 32, 32, 3, 1),
            new Convolution(32, 64, 16, 3, 1),
            new Convolution(64, 64, 16, 3, 1),
            new Convolution(64, 128, 8, 3, 1),
            new Convolution(128, 128, 8, 3, 1),
            new Convolution(1, 32, 28, 3, 1),
            new Convolution(32, 64, 14, 3, 1),
            new Convolution(64, 64, 14, 3, 1),
            new Convolution(3, 16, 32, 3, 1),
            new Convolution(16, 16, 32, 3, 1),
            new Convolution(16, 32, 32, 3, 2),
            new Convolution(16, 32, 32, 1, 2),
            new Convolution(32, 32, 16, 3, 1),
            new Convolution(32, 64, 16, 3, 2),
            new Convolution(64, 64, 8, 3, 1));

    /** Prints a line for each convolution and pass. */
    public static void main(String[] arguments) {
        InstructionSet set = InstructionSet.of(arguments[0]);
        NativeLibrary.load(set);
        memory.format_tag blocked = set == InstructionSet.AVX2 ? memory.format_tag.nChw8c : memory.format_tag.nChw16c;
        ConvolutionLayouts bench = new ConvolutionLayouts();
        Map<String, memory.format_tag> layouts = new LinkedHashMap<>();
        layouts.put("channels last", memory.format_tag.nhwc);
        layouts.put("blocked", blocked);
        for (Convolution convolution : CONVOLUTIONS) {
            List<String> passes = convolution.channels() < 8 // no layer before needs a gradient
                    ? List.of("forward", "of weights")
                    : List.of("forward", "of images", "of weights");
            for (String pass : passes) {
                List<Timed> timed = new ArrayList<>();
                layouts.forEach((name, tag) -> timed.add(bench.timed(convolution, pass, name, tag)));
                for (int turn = 0; turn < TURNS; turn++) {
                    timed.forEach(Timed::turn);
                }
                System.out.println(convolution + " " + pass);
                timed.forEach(one -> System.out.println("    " + one.line(convolution.gigaflop())));
            }
        }
    }

    private static engine start() {
        Loader.load(OpenCL.class);
        return new engine(engine.kind.cpu, 0);
    }

    /** A pass in a layout, with the copies that it costs where the images around it are channels last. */
    private record Timed(
            String name,
            String implementation,
            Runnable work,
            List<Double> times,
            Runnable copies,
            List<Double> copied) {
        void turn() {
            times.add(milliseconds(work));
            copied.add(milliseconds(copies));
        }

        String line(double gigaflop) {
            double time = median(times);
            return String.format(
                    Locale.ROOT,
                    "%-15s %7.2f ms, %5.1f GFLOP/s, copies %6.2f, together %7.2f  %s",
                    name,
                    time,
                    gigaflop / time * 1e3,
                    median(copied),
                    time + median(copied),
                    implementation);
        }
    }

    private static double median(List<Double> values) {
        return Setting.median(values.stream().mapToDouble(value -> value).toArray());
    }

    private static double milliseconds(Runnable work) {
        work.run();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int times = 3;
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6 / times;
    }

    private static memory.desc tensor(memory.format_tag layout, long... shape) {
        return new memory.desc(shape, memory.data_type.f32, layout);
    }

    private Timed timed(Convolution of, String pass, String name, memory.format_tag layout) {
        int output = of.output();
        // Blocks of few channels would be mostly empty.
        memory.format_tag inputLayout =
                of.channels() < 8 && layout != memory.format_tag.nhwc ? memory.format_tag.nchw : layout;
        memory.desc images = tensor(inputLayout, BATCH, of.channels(), of.size(), of.size());
        memory.desc result = tensor(layout, BATCH, of.filters(), output, output);
        memory.desc weights = tensor(memory.format_tag.any, of.filters(), of.channels(), of.kernel(), of.kernel());
        memory.desc bias = tensor(memory.format_tag.x, of.filters());
        long[] stride = {of.stride(), of.stride()};
        long[] dilation = {0, 0};
        int pad = of.kernel() / 2;
        int after = (output - 1) * of.stride() + of.kernel() - of.size() - pad;
        long[] before = {pad, pad};
        long[] behind = {Math.max(0, after), Math.max(0, after)};
        primitive_attr settings = new primitive_attr();
        convolution_forward.primitive_desc forward = new convolution_forward.primitive_desc(
                cpu,
                dnnl.prop_kind.forward_training,
                DIRECT,
                images,
                weights,
                bias,
                result,
                stride,
                dilation,
                before,
                behind,
                settings,
                false);
        memory.desc imagesLast = tensor(memory.format_tag.nhwc, BATCH, of.channels(), of.size(), of.size());
        memory.desc resultLast = tensor(memory.format_tag.nhwc, BATCH, of.filters(), output, output);
        IntMemoryMap memories = new IntMemoryMap();
        switch (pass) {
            case "forward" -> {
                put(memories, dnnl.DNNL_ARG_SRC, images);
                put(memories, dnnl.DNNL_ARG_WEIGHTS, forward.weights_desc());
                put(memories, dnnl.DNNL_ARG_BIAS, bias);
                put(memories, dnnl.DNNL_ARG_DST, result);
                return timed(
                        name,
                        forward,
                        new convolution_forward(forward),
                        memories,
                        copies(imagesLast, images, result, resultLast));
            }
            case "of images" -> {
                convolution_backward_data.primitive_desc backward = new convolution_backward_data.primitive_desc(
                        cpu, DIRECT, images, weights, result, stride, dilation, before, behind, forward, settings,
                        false);
                put(memories, dnnl.DNNL_ARG_DIFF_SRC, images);
                put(memories, dnnl.DNNL_ARG_WEIGHTS, backward.weights_desc());
                put(memories, dnnl.DNNL_ARG_DIFF_DST, result);
                return timed(
                        name,
                        backward,
                        new convolution_backward_data(backward),
                        memories,
                        copies(resultLast, result, images, imagesLast));
            }
            default -> {
                convolution_backward_weights.primitive_desc backward = new convolution_backward_weights.primitive_desc(
                        cpu, DIRECT, images, weights, bias, result, stride, dilation, before, behind, forward, settings,
                        false);
                put(memories, dnnl.DNNL_ARG_SRC, images);
                put(memories, dnnl.DNNL_ARG_DIFF_WEIGHTS, backward.diff_weights_desc());
                put(memories, dnnl.DNNL_ARG_DIFF_BIAS, bias);
                put(memories, dnnl.DNNL_ARG_DIFF_DST, result);
                return timed(
                        name,
                        backward,
                        new convolution_backward_weights(backward),
                        memories,
                        copies(resultLast, result, imagesLast, images));
            }
        }
    }

    private Timed timed(
            String name, primitive_desc_base description, primitive work, IntMemoryMap memories, Runnable copies) {
        return new Timed(
                name,
                description.impl_info_str().getString(),
                () -> work.execute(order, memories),
                new ArrayList<>(),
                copies,
                new ArrayList<>());
    }

    private Runnable copies(memory.desc from, memory.desc to, memory.desc made, memory.desc wanted) {
        Runnable first = copy(from, to);
        Runnable second = copy(made, wanted);
        return () -> {
            first.run();
            second.run();
        };
    }

    private Runnable copy(memory.desc from, memory.desc to) {
        if (from.equals(to)) {
            return () -> {};
        }
        IntMemoryMap memories = new IntMemoryMap();
        put(memories, dnnl.DNNL_ARG_FROM, from);
        put(memories, dnnl.DNNL_ARG_TO, to);
        reorder work = new reorder(new reorder.primitive_desc(cpu, from, cpu, to, new primitive_attr(), false));
        return () -> work.execute(order, memories);
    }

    private void put(IntMemoryMap memories, int argument, memory.desc layout) {
        memories.put(argument, new memory(layout, cpu));
    }
}
