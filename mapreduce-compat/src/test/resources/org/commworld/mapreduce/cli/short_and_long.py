"""Counts lines; a class of a library jar decides which reduce gets them."""
from mrjob.job import MRJob


class ShortAndLong(MRJob):

    LIBJARS = ['by_length.jar']
    PARTITIONER = 'org.commworld.mapreduce.cli.MrjobIT$ByLength'
    JOBCONF = {'mapreduce.job.reduces': 2}

    def mapper(self, _, line):
        yield line, 1

    def reducer(self, line, ones):
        yield line, sum(ones)


if __name__ == '__main__':
    ShortAndLong.run()
