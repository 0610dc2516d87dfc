package org.meanfield.storage;

import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.Page;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;

/** A row group whose pages have a checksum, and as many values as their size allows. */
record CheckedPages(PageReadStore pages) implements PageReadStore {
    /** A value of a dictionary takes four bytes or more. */
    private static final int VALUE_BYTES = 4;

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        PageReader reader = pages.getPageReader(column);
        return new PageReader() {
            @Override
            public DictionaryPage readDictionaryPage() {
                DictionaryPage page = checked(reader.readDictionaryPage());
                if (page != null) {
                    int size = page.getDictionarySize();
                    ParquetInput.require(
                            size >= 0 && size <= page.getBytes().size() / VALUE_BYTES,
                            "a dictionary that claims too many values");
                }
                return page;
            }

            @Override
            public long getTotalValueCount() {
                return reader.getTotalValueCount();
            }

            @Override
            public DataPage readPage() {
                return checked(reader.readPage());
            }
        };
    }

    /** Parquet has null for no page. */
    private static <T extends Page> T checked(T page) {
        ParquetInput.require(page == null || page.getCrc().isPresent(), "a page without a checksum");
        return page;
    }

    @Override
    public long getRowCount() {
        return pages.getRowCount();
    }

    @Override
    public Optional<Long> getRowIndexOffset() {
        return pages.getRowIndexOffset();
    }

    @Override
    public Optional<PrimitiveIterator.OfLong> getRowIndexes() {
        return pages.getRowIndexes();
    }
}
